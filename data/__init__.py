"""The datasets and how they are read, checked, stored and handed out."""
