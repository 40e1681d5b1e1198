import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeSocketFolder, removeLeftFolders } from "../../client/src/submit/socketFolder.ts";

/** Listens at an address until it is killed, as an editor may be. */
const killedEditor =
  "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";

describe("the folder of the relay's socket", () => {
  let place: string;
  let servers: Server[];
  beforeEach(() => {
    place = mkdtempSync(path.join(tmpdir(), "sw-sockets-"));
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) server.close();
    rmSync(place, { recursive: true });
  });

  const leaveSocket = (folder: string): void => {
    const { signal } = spawnSync(process.execPath, ["-e", killedEditor, path.join(folder, "relay.sock")]);
    assert.equal(signal, "SIGKILL");
  };
  /** Makes a folder as a killed editor leaves it. */
  const leaveFolder = (name = "shufflewise-a1B2c3"): string => {
    const folder = path.join(place, name);
    mkdirSync(folder);
    leaveSocket(folder);
    return folder;
  };
  const listen = async (folder: string): Promise<void> => {
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    await once(server.listen(path.join(folder, "relay.sock")), "listening");
  };
  const age = (folder: string): void => {
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(folder, anHourAgo, anHourAgo);
  };

  const cases: readonly [
    what: string,
    isRemoved: boolean,
    name: string,
    fill: (folder: string) => void | Promise<void>,
  ][] = [
    ["with the socket of a killed editor", true, "shufflewise-a1B2c3", leaveSocket],
    ["with a socket that somebody listens on", false, "shufflewise-a1B2c3", listen],
    [
      "with more than a socket",
      false,
      "shufflewise-a1B2c3",
      (folder) => {
        leaveSocket(folder);
        writeFileSync(path.join(folder, "notes.txt"), "");
      },
    ],
    [
      "with a file instead of a socket",
      false,
      "shufflewise-a1B2c3",
      (folder) => writeFileSync(path.join(folder, "relay.sock"), ""),
    ],
    ["without a socket", false, "shufflewise-a1B2c3", () => undefined],
    ["of a longer name", false, "shufflewise-relay-a1B2c3", leaveSocket],
    ["of another name", false, "sparkwise-a1B2c3", leaveSocket],
  ];
  for (const [what, isRemoved, name, fill] of cases)
    it(`${isRemoved ? "goes" : "stays"} when it is one ${what}`, async () => {
      const folder = path.join(place, name);
      mkdirSync(folder);
      await fill(folder);
      age(folder);
      await removeLeftFolders(place);
      assert.equal(existsSync(folder), !isRemoved);
    });

  it("stays while it is young", async () => {
    const folder = leaveFolder();
    await removeLeftFolders(place);
    assert.ok(existsSync(folder));
  });

  it("stays where it is behind a link", async () => {
    const folder = leaveFolder("elsewhere");
    age(folder);
    symlinkSync(folder, path.join(place, "shufflewise-a1B2c3"));
    await removeLeftFolders(place);
    assert.ok(existsSync(path.join(place, "shufflewise-a1B2c3/relay.sock")));
  });

  it("stays when it is another user's", async function () {
    // Only root can give a folder away.
    if (process.getuid?.() !== 0) this.skip();
    const folder = leaveFolder();
    chownSync(folder, 12_345, 12_345);
    age(folder);
    await removeLeftFolders(place);
    assert.ok(existsSync(folder));
  });

  it("is cleared of those that were left when a new one is made", async () => {
    const left = leaveFolder();
    age(left);
    const { TMPDIR } = process.env;
    process.env["TMPDIR"] = place;
    try {
      const { folder, address } = makeSocketFolder();
      await listen(folder);
      const deadline = Date.now() + 10_000;
      while (existsSync(left)) {
        assert.ok(Date.now() < deadline, "it is still there");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.ok(existsSync(address));
    } finally {
      if (TMPDIR === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = TMPDIR;
    }
  });
});
