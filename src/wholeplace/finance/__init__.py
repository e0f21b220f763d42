"""Is this council sustainable? Its returns, the indicators made of them, and what they say in a brief."""
