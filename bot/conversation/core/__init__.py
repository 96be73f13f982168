"""What every part of the conversation needs: an update and its author, who is addressed, who may tap."""
