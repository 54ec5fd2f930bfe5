"""The commands by what they are for, each thin over `lantoa.steps` and its neighbours.

What a command needs is imported when it is called, so that --help is fast.
"""
