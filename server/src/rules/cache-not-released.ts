import { effectsOf, executionsOf, programEffectsOf, type Effect } from "../plan/effects.ts";
import { callEvidence } from "../plan/evidence.ts";
import { isMadeIn } from "../plan/executionPaths.ts";
import { framesOf, type ModuleFacts } from "../plan/facts.ts";
import { isBatchOfStream, planNodes } from "../plan/logicalPlan.ts";
import { escapes } from "./escapes.ts";
import { frameUses } from "./frameUses.ts";
import { growsByRounds } from "./loopedSteps.ts";
import { bringsAllRows } from "./rowCount.ts";
import { defineRule } from "./rule.ts";
import { nameOfReceiver } from "./surroundings.ts";

/**
 * A cache that nothing gives back, though its room is wanted: by the next round of a loop, by the next batch of a
 * stream, or by the next cache.
 */
export const cacheNotReleased = defineRule({
  id: "cache-not-released",
  summary: "Cached, and never given back",
  category: "caching",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  yieldsTo: ["action-in-pipeline", "cache-without-reuse"],
  frames(facts, { catalog, report }) {
    const { keepings, callAt } = frameUses(facts, catalog.api);
    if (keepings.length === 0) return;
    const caches = effectsOf(facts).filter(({ kind }) => kind === "cache");
    if (caches.length === 0 || clearsAll(facts)) return;
    for (const cache of caches) {
      const keeping = keepings.find(({ call }) => call === cache.call);
      if (!keeping || isReleased(facts, cache)) continue;
      const again = isOfBatch(cache) ? "batch" : isCachedInLoop(cache) ? "round" : null;
      const next = again ? undefined : cachedAfterwards(facts, caches, cache);
      // Groups and the like take little room.
      if (!again && !(next && bringsAllRows(cache.plan))) continue;
      if (escapes(facts, keeping, callAt, catalog.api)) continue;
      const [named] = framesOf(facts, cache.plan);
      const frame = named ? `\`${named.name}\`` : nameOfReceiver(cache.call, "this frame");
      const [other] = next ? framesOf(facts, next.plan) : [];
      report({
        site: cache.call.nameSite,
        message: again
          ? `Each ${again === "round" ? "round of the loop" : "batch of the stream"} caches another ${frame}, and none is given back: they fill the executors' memory until Spark drops blocks that are still wanted. \`unpersist()\` it at the end of the ${again}.`
          : `${frame} stays cached behind its last use, while ${other ? `\`${other.name}\`` : "another frame"} is cached beside it. \`unpersist()\` it first, so that the room is free.`,
        evidence: callEvidence(cache.call),
        ...(next && { related: [{ site: next.call.nameSite, message: "Cached beside it." }] }),
      });
    }
  },
});

/** Whether anything gives caches back without naming a frame. */
const clearsAll = (facts: ModuleFacts): boolean =>
  programEffectsOf(facts).some(({ call }) => /\.(clearCache|uncacheTable|stop)$/.test(call.name));

/** Whether a frame, or in a loop any frame of it, is given back at some time. */
function isReleased(facts: ModuleFacts, cache: Effect): boolean {
  const loop = cache.call.context.loops.at(-1)?.node;
  return effectsOf(facts).some(
    ({ kind, plan, call }) =>
      kind === "unpersist" &&
      (plan === cache.plan ||
        (loop !== undefined && call.context.function === cache.call.context.function) ||
        plan.inputs.includes(cache.plan)),
  );
}

/** Whether the frame comes out of the batch that a function of `foreachBatch` is called with. */
const isOfBatch = ({ plan }: Effect): boolean => planNodes(plan).some(isBatchOfStream);

/** A round that builds on the last one is a growing plan, of which another rule speaks. */
function isCachedInLoop({ call, plan }: Effect): boolean {
  const loop = call.context.loops.at(-1);
  if (growsByRounds(call)) return false;
  return loop !== undefined && (loop.times === null || loop.times > 2) && isMadeIn(plan, loop);
}

/** A frame that is cached when the last action on this one has run, in the same function. */
function cachedAfterwards(facts: ModuleFacts, caches: readonly Effect[], cache: Effect): Effect | undefined {
  const uses = executionsOf(facts).filter(
    ({ effect, kept }) => effect.order > cache.order && (kept.has(cache.plan) || effect.plan === cache.plan),
  );
  const last = uses.at(-1)?.effect.order;
  if (last === undefined) return undefined;
  return caches.find(
    ({ plan, order, call }) =>
      order > last && plan !== cache.plan && call.context.function === cache.call.context.function,
  );
}
