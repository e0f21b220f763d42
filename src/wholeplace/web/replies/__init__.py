"""The right of reply: a council comments on its own figures, and the comment stands beside them."""
