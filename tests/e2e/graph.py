"""The environment that most tests run: several bases, branches, a merge, labels, dependencies."""

from harness import revision

#   aaaa10 - bbbb20 (left) - cccc30 ------ eeee50 - ffff60 - kkkkb0 [needs jjjja0]
#          \ dddd40 (right) -------------/        \ llllc0
#   gggg70 (net) - hhhh80 [needs bbbb20] - iiii90
#   jjjja0 (billing, money)
REVISIONS = [
    revision("aaaa10", message="create the users", description="They come first.\nEverything else needs them."),
    revision("bbbb20", "aaaa10", labels="left", message="left one"),
    revision("cccc30", "bbbb20", message="left two"),
    revision("dddd40", "aaaa10", labels="right", message="right one"),
    revision("eeee50", ("cccc30", "dddd40"), message="join left and right", up=[], down_sql=[]),
    revision("ffff60", "eeee50", message="after the join"),
    revision("gggg70", labels="net", message="the network"),
    revision("hhhh80", "gggg70", depends="bbbb20", message="network two"),
    revision("iiii90", "hhhh80", message="network three"),
    revision("jjjja0", labels=("billing", "money"), message="billing"),
    revision("kkkkb0", "ffff60", depends="jjjja0", message="a bill for everyone"),
    revision("llllc0", "eeee50", message="another end"),
]
