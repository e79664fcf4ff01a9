"""What a conversation showed and what it cost: evidence, levels, outcome and review, all from steps."""
