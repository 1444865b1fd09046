"""The form (填报表): the data contract as a workbook with the rubric's questions already in it."""
