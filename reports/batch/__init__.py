"""Reports for many runners: a folder of answers files, or a file with a runner on each line."""
