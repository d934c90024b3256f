import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";

/**
 * Puts the address of the server's own peer at the end of `x-forwarded-for` of every request, before anything reads it.
 * Route handlers cannot see the socket, and the header as a client sent it says whatever the client likes.
 */
export function trustPeerAddress(): void {
  subscribe("http.server.request.start", (message) => {
    if (typeof message !== "object" || message === null || !("request" in message)) return;
    const { request } = message;
    if (!(request instanceof IncomingMessage)) return;
    const given = request.headers["x-forwarded-for"];
    const peer = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
    request.headers["x-forwarded-for"] = given === undefined ? peer : `${given}, ${peer}`;
  });
}
