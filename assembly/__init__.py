"""From settings to the arguments of components: the only place that knows both."""
