import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { RelayRequest } from "../../client/relay/messages.ts";
import {
  createRelayServer,
  relayEnvironment,
  type RelayPlace,
  type RelayServer,
} from "../../client/src/submit/relayServer.ts";
import { root } from "../../scripts/prepare/paths.mjs";

interface Ended {
  readonly status: number | null;
  readonly cancelled: boolean;
}

/** A relay in a process group of its own, as the terminal's leader is, and the extension's end of its connection. */
interface Run {
  readonly relay: ChildProcess;
  readonly place: RelayPlace;
  readonly send: (request: RelayRequest) => void;
  /** What the extension has been told of a stream. */
  readonly told: (stream: "stdout" | "stderr") => string;
  /** What stands in the terminal. */
  readonly shown: (stream: "stdout" | "stderr") => string;
  readonly ended: Promise<Ended>;
  readonly exited: Promise<number | null>;
}

describe("the relay of a job's terminal", function () {
  this.timeout(30_000);
  let folder: string;
  let server: RelayServer;
  let bundle: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "shufflewise-relay-"));
    bundle = path.join(folder, "relay.cjs");
    await build({
      entryPoints: [path.join(root, "client/relay/submitRelay.ts")],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "cjs",
    });
  });
  /** What becomes of a job that ignores Ctrl+C, twice. It has five seconds, in which the other tests go on. */
  let deaf: Promise<Ended>;

  before(() => {
    deaf = interruptTwice();
    deaf.catch(() => undefined);
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    server = createRelayServer();
  });
  afterEach(() => server.dispose());

  const open = async (from = server): Promise<Run> => {
    const told = { stdout: "", stderr: "" };
    let cancelled = false;
    let end: (ended: Ended) => void;
    let connected: (send: Run["send"]) => void;
    const ended = new Promise<Ended>((resolve) => (end = resolve));
    const connection = new Promise<Run["send"]>((resolve) => (connected = resolve));
    const place = await from.expect((send) => {
      connected(send);
      return {
        received: (message) => {
          if (message.kind === "output") told[message.stream] += message.text;
          if (message.kind === "cancelled") cancelled = true;
          if (message.kind === "ended") end({ status: message.status, cancelled });
        },
        closed: () => undefined,
      };
    });
    const terminal = startRelay(place);
    return { ...terminal, place, send: await connection, told: (stream) => told[stream], ended };
  };

  const startRelay = (place: RelayPlace) => {
    const shown = { stdout: "", stderr: "" };
    const relay = spawn(process.execPath, [bundle], {
      env: { ...process.env, ...relayEnvironment(place) },
      detached: true,
    });
    for (const stream of ["stdout", "stderr"] as const) {
      relay[stream].setEncoding("utf8").on("data", (text: string) => (shown[stream] += text));
    }
    const exited = new Promise<number | null>((resolve) => relay.on("close", resolve));
    return { relay, shown: (stream: "stdout" | "stderr") => shown[stream], exited };
  };

  const start = (run: Run, code: string, ...args: string[]): void =>
    run.send({
      kind: "start",
      argv: [process.execPath, "-e", code, ...args],
      cwd: folder,
      env: { PATH: process.env["PATH"], SECRET: "s3cret" },
    });

  const until = async (what: () => boolean): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!what()) {
      assert.ok(Date.now() < deadline, String(what));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  const signal = (run: Run, name: NodeJS.Signals): void => {
    assert.ok(run.relay.pid !== undefined);
    process.kill(run.relay.pid, name);
  };

  /** As a terminal does it for Ctrl+C. */
  const interrupt = (run: Run): void => {
    assert.ok(run.relay.pid !== undefined);
    process.kill(-run.relay.pid, "SIGINT");
  };

  const interruptTwice = async (): Promise<Ended> => {
    const own = createRelayServer();
    const run = await open(own);
    const code = "for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => {});";
    start(run, `${code} setInterval(() => {}, 1000); console.log('ready')`);
    await until(() => run.told("stdout").includes("ready"));
    interrupt(run);
    // Two at once are one to a process.
    await new Promise((resolve) => setTimeout(resolve, 200));
    interrupt(run);
    const ended = await run.ended;
    run.send({ kind: "exit", status: 130 });
    await run.exited;
    own.dispose();
    return ended;
  };

  const isAlive = (pid: string): boolean => {
    try {
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
      return false;
    }
  };

  it("starts the job from its argv, in its folder and environment, and exits as it is told", async () => {
    const run = await open();
    const odd = ["two words", "$HOME", "a'b\"c", ""];
    start(
      run,
      "console.log(JSON.stringify([process.argv.slice(1), process.cwd(), process.env.SECRET]))",
      ...odd,
    );
    const { status, cancelled } = await run.ended;
    assert.deepEqual([status, cancelled], [0, false]);
    assert.deepEqual(JSON.parse(run.told("stdout")), [odd, folder, "s3cret"]);
    assert.equal(run.shown("stdout"), run.told("stdout"));
    run.send({ kind: "print", text: "Finished.\n" });
    run.send({ kind: "exit", status: 42 });
    assert.equal(await run.exited, 42);
    assert.match(run.shown("stdout"), /Finished\.\n$/);
  });

  it("keeps the streams apart and letters whole", async () => {
    const run = await open();
    const halves = "const b = Buffer.from('é'); process.stdout.write(b.subarray(0, 1)); ";
    start(run, `${halves} console.error('bad'); setTimeout(() => process.stdout.write(b.subarray(1)), 200)`);
    await run.ended;
    assert.deepEqual([run.told("stdout"), run.told("stderr")], ["é", "bad\n"]);
    assert.deepEqual([run.shown("stdout"), run.shown("stderr")], ["é", "bad\n"]);
    run.send({ kind: "exit", status: 0 });
    await run.exited;
  });

  it("tells all of a long output, in order, before the end", async () => {
    const run = await open();
    start(run, "for (let i = 0; i < 300000; i++) process.stdout.write(`line ${i}\\n`)");
    await run.ended;
    const expected = Array.from({ length: 300_000 }, (_, index) => `line ${index}\n`).join("");
    assert.ok(run.told("stdout") === expected, `${run.told("stdout").length} of ${expected.length} letters`);
    run.send({ kind: "exit", status: 0 });
    await run.exited;
  });

  it("lets the job read what is typed", async () => {
    const run = await open();
    start(run, "process.stdin.once('data', (text) => { console.log(`got ${text}`); process.exit(3); })");
    run.relay.stdin?.write("an answer\n");
    assert.equal((await run.ended).status, 3);
    assert.match(run.told("stdout"), /got an answer/);
    run.send({ kind: "exit", status: 3 });
    await run.exited;
  });

  it("says which program is not there", async () => {
    const run = await open();
    run.send({ kind: "start", argv: ["/nowhere/spark-submit"], cwd: folder, env: {} });
    assert.equal((await run.ended).status, null);
    assert.match(run.shown("stderr"), /\/nowhere\/spark-submit ENOENT/);
    run.send({ kind: "exit", status: 1 });
    assert.equal(await run.exited, 1);
  });

  it("leaves a job that handles Ctrl+C its own end", async () => {
    const run = await open();
    const code = "process.on('SIGINT', () => { console.log('bye'); process.exit(7); });";
    start(run, `${code} setInterval(() => {}, 1000); console.log('ready')`);
    await until(() => run.told("stdout").includes("ready"));
    interrupt(run);
    const { status, cancelled } = await run.ended;
    assert.deepEqual([status, cancelled], [7, true]);
    assert.match(run.told("stdout"), /bye/);
    run.send({ kind: "exit", status: 7 });
    await run.exited;
  });

  for (const name of ["SIGHUP", "SIGTERM"] as const) {
    it(`ends the job and what it has started on ${name}`, async () => {
      const run = await open();
      const code = "const c = require('child_process').spawn('sleep', ['1000'], {stdio: 'ignore'});";
      start(run, `${code} setInterval(() => {}, 1000); console.log(c.pid)`);
      await until(() => run.told("stdout").includes("\n"));
      signal(run, name);
      const { status, cancelled } = await run.ended;
      assert.deepEqual([status, cancelled], [null, true]);
      await until(() => !isAlive(run.told("stdout").trim()));
      run.send({ kind: "exit", status: 130 });
      assert.equal(await run.exited, 130);
    });
  }

  it("tells the end of a job whose terminal was closed", async () => {
    const run = await open();
    const code = "process.on('SIGTERM', () => { console.log('last words'); process.exit(143); });";
    start(run, `${code} setInterval(() => {}, 1000); console.log('ready')`);
    await until(() => run.told("stdout").includes("ready"));
    run.relay.stdout?.destroy();
    run.relay.stderr?.destroy();
    signal(run, "SIGHUP");
    assert.deepEqual(await run.ended, { status: 143, cancelled: true });
    assert.match(run.told("stdout"), /last words/);
    run.send({ kind: "exit", status: 143 });
    assert.equal(await run.exited, 143);
  });

  it("goes on without the extension", async () => {
    const run = await open();
    const code = "process.stdin.once('data', () => { console.log('alone'); process.exit(5); });";
    start(run, `${code} console.log('ready')`);
    await until(() => run.told("stdout").includes("ready"));
    server.dispose();
    run.relay.stdin?.write("\n");
    assert.equal(await run.exited, 5);
    assert.match(run.shown("stdout"), /alone.*The job has ended with exit status 5\./s);
  });

  for (const [how, code, act, expected] of [
    ["has it end the job", "setInterval(() => {}, 1000)", "end", { status: null, cancelled: true }],
    [
      "hears how it ends by itself",
      "process.stdin.once('data', () => process.exit(4))",
      "wait",
      { status: 4, cancelled: false },
    ],
  ] as const) {
    it(`finds the next window, which ${how}`, async () => {
      const run = await open();
      start(run, `${code}; console.log('ready')`);
      await until(() => run.told("stdout").includes("ready"));
      server.dispose();
      assert.ok(!existsSync(path.dirname(run.place.address)));
      server = createRelayServer();
      let found: number | undefined;
      const ended = new Promise<Ended>((resolve) => {
        let cancelled = false;
        void server.expectAgain(run.place, (send, place, running) => {
          assert.deepEqual(place, run.place);
          found = running;
          // A job that runs is not started a second time, whatever is asked.
          send({
            kind: "start",
            argv: [process.execPath, "-e", "console.log('again')"],
            cwd: folder,
            env: {},
          });
          if (act === "end") send({ kind: "end" });
          else run.relay.stdin?.write("\n");
          return {
            received: (message) => {
              if (message.kind === "cancelled") cancelled = true;
              if (message.kind !== "ended") return;
              send({ kind: "exit", status: 9 });
              resolve({ status: message.status, cancelled });
            },
            closed: () => undefined,
          };
        });
      });
      assert.deepEqual(await ended, expected);
      assert.equal(found, run.relay.pid);
      assert.equal(await run.exited, 9);
      assert.equal(run.shown("stdout"), "ready\n");
    });
  }

  it("is not found where somebody listens, or may listen", async () => {
    const place = await server.expect(() => assert.fail("it was served"));
    const other = createRelayServer();
    await assert.rejects(
      other.expectAgain(place, () => assert.fail("it was served")),
      /Somebody listens/,
    );
    const open = path.join(folder, "open");
    mkdirSync(open, { mode: 0o755 });
    await assert.rejects(
      other.expectAgain({ address: path.join(open, "relay.sock"), run: "1" }, () =>
        assert.fail("it was served"),
      ),
      /belongs to somebody else/,
    );
    assert.ok((await other.expect(() => assert.fail("it was served"))).address !== place.address);
    other.dispose();
  });

  it("starts nothing for a run that is refused", async () => {
    const run = await open();
    run.send({ kind: "print", text: "No Spark.\n" });
    run.send({ kind: "exit", status: 1 });
    assert.equal(await run.exited, 1);
    assert.equal(run.shown("stdout"), "No Spark.\n");
  });

  it("starts nothing for a terminal that is closed before", async () => {
    const run = await open();
    signal(run, "SIGHUP");
    assert.equal(await run.exited, 130);
  });

  it("serves a task again when it runs again", async () => {
    let served = 0;
    const place = await server.expect((send) => {
      served += 1;
      send({ kind: "exit", status: served });
      return { received: () => undefined, closed: () => undefined };
    });
    assert.equal(await startRelay(place).exited, 1);
    assert.equal(await startRelay(place).exited, 2);
  });

  it("gives nothing to whoever names no run, and says so in the terminal", async () => {
    const place = await server.expect(() => assert.fail("it was served"));
    const relay = startRelay({ ...place, run: "guessed" });
    assert.equal(await relay.exited, 1);
    assert.match(relay.shown("stderr"), /Run the task again/);
  });

  it("listens where no other user may enter, and leaves nothing behind", async () => {
    const place = await server.expect(() => assert.fail("it was served"));
    const folder = path.dirname(place.address);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    server.dispose();
    assert.ok(!existsSync(folder));
    const relay = startRelay(place);
    assert.equal(await relay.exited, 1);
    assert.match(relay.shown("stderr"), /Run the task again/);
  });

  it("ends what ignores Ctrl+C, when it comes again", async () => {
    assert.deepEqual(await deaf, { status: null, cancelled: true });
  });
});
