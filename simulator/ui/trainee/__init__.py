"""The trainee's pages: the list of scenarios, a brief, the conversation, the debrief."""
