# gdb's part of `compare.sh N steps`: how many instructions a call of $FUNCTION takes, one line
# "count times" each, most frequent first. Environment: FUNCTION, CALLS (stepped), SKIP (before).
import collections
import os

import gdb

MOST = 5000  # a call longer than this went into a collection


def stack_pointer():
    return int(gdb.parse_and_eval("$rsp"))


def instructions_of_this_call():
    begin, count = stack_pointer(), 0
    while stack_pointer() <= begin and count < MOST:
        gdb.execute("stepi", to_string=True)
        count += 1
    return count


gdb.execute("set pagination off")
gdb.execute("set confirm off")
gdb.Breakpoint(os.environ["FUNCTION"]).ignore_count = int(os.environ["SKIP"])
gdb.execute("run", to_string=True)
counts = collections.Counter()
for _ in range(int(os.environ["CALLS"])):
    counts[instructions_of_this_call()] += 1
    gdb.execute("continue", to_string=True)
gdb.execute("kill")
for count, times in counts.most_common(2):
    print(f"steps {count} {times}")
