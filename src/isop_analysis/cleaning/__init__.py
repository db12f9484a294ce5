"""Clean: identities become pseudonyms, answers that can't be used are left out, each with its reason.

The only room that sees identities on one side and writes tables without them on the other. Its line is in
`isop_analysis.cleaning.clean`; the key of the pseudonyms is kept by `isop key`.
"""
