"""Reading and embedding on the machines of a cluster: what a task does, how work is cut into tasks, and Ray."""
