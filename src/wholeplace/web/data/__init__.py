"""The releases: what is loaded, from where, what was set aside, what a later one revised; uploading more."""
