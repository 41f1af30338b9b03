"""A mail server for the tests, which takes what it is sent, or does what it was told instead."""

import socketserver
import threading
from contextlib import contextmanager

LOST = "lost"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 mail.example.org")
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].split(" ")[0].upper()
            answer = self.server.answers.get(command, self.usual(command))
            if answer == LOST:
                return
            self.say(answer)
            if answer.startswith("354") and not self.take_text():
                return
            if command == "QUIT":
                return

    def usual(self, command):
        return {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 ok")

    def take_text(self):
        """Take in the text of a mail; whether the conversation goes on."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        answer = self.server.answers.get(".", "250 taken")
        if answer != LOST:
            if answer.startswith("2"):
                self.server.taken.append(b"".join(lines))
            self.say(answer)
        return answer != LOST

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        # Command -> what is said to it, or LOST to end the line without a word; "." is the text.
        self.answers, self.taken = {}, []

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def mail_server(settings):
    """A server that the mail of the tests goes to."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server
        server.shutdown()
