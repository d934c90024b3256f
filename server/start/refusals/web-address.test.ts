import { createServer } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { findFreePort } from "../../embedded/free-port.ts";
import { readWebAddress } from "./web-address.ts";

afterEach(() => vi.unstubAllEnvs());

async function read(environment: Record<string, string>) {
  const port = String(await findFreePort());
  for (const [name, value] of Object.entries({ PORT: port, HOST: "", PUBLIC_URL: "", ...environment })) {
    vi.stubEnv(name, value);
  }
  return readWebAddress();
}

test("a console on every address is asked, and shown to people, on loopback", async () => {
  const { host, port, localUrl, publicUrl } = await read({ HOST: "0.0.0.0" });
  expect([host, localUrl, publicUrl]).toEqual(["0.0.0.0", `http://127.0.0.1:${port}`, `http://127.0.0.1:${port}`]);
});

test("a console on one other address is asked there, and people get the URL they were promised", async () => {
  const { port, localUrl, publicUrl } = await read({ HOST: "localhost", PUBLIC_URL: "https://members.example.com" });
  expect([localUrl, publicUrl]).toEqual([`http://localhost:${port}`, "https://members.example.com"]);
});

test.each([
  [{ PORT: "abc" }, "PORT must be a number from 1 to 65535, not abc."],
  [{ PORT: "65536" }, "PORT must be a number from 1 to 65535, not 65536."],
  [{ HOST: "192.0.2.1" }, "HOST=192.0.2.1 is no address of this machine (EADDRNOTAVAIL)"],
  [{ PUBLIC_URL: "members.example.com" }, "PUBLIC_URL must look like https://members.example.com"],
])("%o is refused before anything is started", async (environment, sentence) => {
  await expect(read(environment)).rejects.toThrow(sentence);
});

test("a port that another program has is refused with another one to try", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  try {
    await expect(read({ PORT: String(port) })).rejects.toThrow(/is in use by another program.*PORT=\d+ npm start/);
  } finally {
    other.close();
  }
});
