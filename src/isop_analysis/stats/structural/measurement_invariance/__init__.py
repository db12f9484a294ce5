"""Whether items measure the same in different groups, or at different occasions."""
