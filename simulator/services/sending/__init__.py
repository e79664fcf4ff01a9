"""Statements of learning on their way to a learning record store (LRS): made, kept on disk, sent, sent again, reported.

The queue is a table, and an id is made from what it stands for. So a crash between sending and noting it costs a second
sending of the same, which every LRS takes as nothing, and two who send at once do no harm.
"""
