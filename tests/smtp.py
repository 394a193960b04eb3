"""A mail server of a few lines, real enough to be talked to over a socket."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 tests")
        for line in self.rfile:
            word = line[:4].strip().upper()
            if word == b"DATA":
                self.say("354 go on")
                self.server.letters.append(self.read_letter())
            if word == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")

    def read_letter(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=default)

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(port=0):
    """Yields the list of letters it takes; while the block lasts, and not a moment longer."""
    with _Server(("127.0.0.1", port), _Conversation) as server:
        server.letters = []
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def free_port():
    with mail_server() as server:
        return server.server_address[1]
