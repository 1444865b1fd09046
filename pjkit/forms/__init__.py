"""Data from departments (收集数据): the form they fill in, lists to answer, review sheets, new departments."""
