import assert from "node:assert/strict";
import { followAddresses, type UiAddress } from "../../client/src/submit/uiAddresses.ts";

describe("the link to the Spark UI", () => {
  const at = (port: number): string => `http://here:${port}`;
  const ui = (port: number): UiAddress => ({ address: at(port), state: null });

  const follow = () => {
    const shown: (UiAddress | null)[] = [];
    const ofRun = followAddresses((address) => shown.push(address));
    return { runs: [ofRun(), ofRun()] as const, now: () => shown.at(-1) };
  };

  for (const [ends, stays] of [
    [0, 1],
    [1, 0],
  ] as const) {
    it(`leads to the run that goes on when run ${ends} of two ends`, () => {
      const { runs, now } = follow();
      runs.forEach((run, index) => run.show(at(4040 + index)));
      assert.deepEqual(now(), ui(4041));
      runs[ends].hide();
      assert.deepEqual(now(), ui(4040 + stays));
      runs[stays].hide();
      assert.equal(now(), null);
    });
  }

  it("leads to the cluster's page until the driver tells of its own", () => {
    const { runs, now } = follow();
    const [run] = runs;
    run.showUnlessKnown(at(8080));
    assert.deepEqual(now(), ui(8080));
    run.show(at(4040));
    run.showUnlessKnown(at(8080));
    assert.deepEqual(now(), ui(4040));
  });

  it("stays with a run that has begun later than one whose state changes", () => {
    const { runs, now } = follow();
    runs[0].tellState("ACCEPTED");
    assert.deepEqual(now(), { address: null, state: "ACCEPTED" });
    runs[1].show(at(4041));
    runs[0].tellState("RUNNING");
    assert.deepEqual(now(), ui(4041));
  });

  it("is gone when a run ends that never told of one, and comes back when its task runs again", () => {
    const { runs, now } = follow();
    const [run] = runs;
    run.hide();
    run.show(at(4040));
    run.hide();
    assert.equal(now(), null);
    run.show(at(4040));
    assert.deepEqual(now(), ui(4040));
  });
});
