"""Getting data out of departments (收集数据): the form they fill in, and starting a department from what came back."""
