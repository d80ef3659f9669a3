#!/usr/bin/env python3
"""How long a page takes to open in headless Chromium, by the browser's own clock.

usage: open.py PAGE.html [TIMES]      (default: 9)
The load is from the navigation's begin to the end of the load event (Navigation Timing: loadEventEnd); "painted" is the
first text on the screen; "all read" when nothing is left that is read behind that (folded sources). An empty page is
opened in turns with it, so that what the browser itself takes can be told. Medians, least and greatest.
Exit codes: 0 the load is under 2 s, 3 it is not, 2 usage, 4 no browser.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

BAR_MS = 2000
EMPTY = "<!DOCTYPE html><html lang=\"en\"><title>empty</title><p>empty</p></html>"
TOLD = """new Promise(function (done) {
  function painted() {
    var first = performance.getEntriesByName("first-contentful-paint")[0];
    if (first === undefined || document.querySelector("noscript") !== null) { setTimeout(painted, 5); return; }
    done({painted: first.startTime, load: performance.getEntriesByType("navigation")[0].loadEventEnd,
          read: performance.now(), elements: document.querySelectorAll("*").length});
  }
  painted();
})"""


class Browser:
    """Chromium's DevTools over a pipe: messages in JSON, each ended by a NUL."""

    def __init__(self, command, profile):
        asked, self.to = os.pipe()
        self.answers, told = os.pipe()
        # Chromium reads from 3 and writes to 4; what the pipe's own ends are may be these.
        shell = f"exec 8<&{asked} 9>&{told} 3<&8 4>&9; exec \"$@\""
        self.process = subprocess.Popen(
            ["bash", "-c", shell, "bash", command, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"],
            pass_fds=(asked, told), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(asked)
        os.close(told)
        self.number = 0
        self.rest = b""
        self.events = []

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.answers, 1 << 16)
            if not more:
                sys.exit("open.py: the browser has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"open.py: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer.get("method"))

    def wait(self, event):
        while event not in self.events:
            self.events.append(self.message().get("method"))
        self.events.clear()

    def open(self, path):
        """The times of one load in a tab of its own, in ms."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", session)
        self.events.clear()
        self.ask("Page.navigate", session, url="file://" + path)
        self.wait("Page.loadEventFired")
        told = self.ask("Runtime.evaluate", session, expression=TOLD, awaitPromise=True, returnByValue=True)
        self.ask("Target.closeTarget", targetId=target)
        return told["result"]["value"]

    def end(self):
        self.process.terminate()
        self.process.wait()


def line(name, times):
    return "%-12s %5.0f ms   (%.0f to %.0f)" % (name, statistics.median(times), min(times), max(times))


def main():
    if len(sys.argv) not in (2, 3) or not os.path.isfile(sys.argv[1]) or not "".join(sys.argv[2:] or "9").isdigit():
        print("usage: open.py PAGE.html [TIMES]", file=sys.stderr)
        return 2
    times = int(sys.argv[2]) if len(sys.argv) == 3 else 9
    names = ("chromium", "chromium-browser", "google-chrome")
    command = next((name for name in names if shutil.which(name)), None)
    if command is None:
        print("open.py: there is no chromium here", file=sys.stderr)
        return 4
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        empty = os.path.join(folder, "empty.html")
        with open(empty, "w", encoding="utf-8") as file:
            file.write(EMPTY)
        browser = Browser(command, os.path.join(folder, "profile"))
        both = [(browser.open(os.path.abspath(sys.argv[1])), browser.open(empty)) for _ in range(times + 1)][1:]
        browser.end()
    page = [one for one, _ in both]
    load = statistics.median(one["load"] for one in page)
    print(f"{sys.argv[1]}: {os.path.getsize(sys.argv[1]) / 1e6:.1f} MB, {page[0]['elements']} elements")
    print(line("painted", [one["painted"] for one in page]))
    print(line("load", [one["load"] for one in page]))
    print(line("all read", [one["read"] for one in page]))
    print(line("empty page", [other["load"] for _, other in both]))
    return 0 if load < BAR_MS else 3


if __name__ == "__main__":
    sys.exit(main())
