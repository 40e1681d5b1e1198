/** Where a run can be looked at. */
export interface UiAddress {
  /** Of its Spark UI, or of the cluster's page about it; null while neither is known. */
  readonly address: string | null;
  /** What the cluster manager says about it now; null when nobody has said anything. */
  readonly state: string | null;
}

/** What one run tells about its Spark UI. */
export interface RunAddress {
  readonly show: (address: string) => void;
  /** The cluster's page about the job, for as long as the driver has not told of its own. */
  readonly showUnlessKnown: (address: string) => void;
  readonly tellState: (state: string) => void;
  /** The run has ended, or its UI has. */
  readonly hide: () => void;
}

/** Follows the runs: `changed` hears of the one that told of itself last and has not ended, null when there is none. */
export function followAddresses(changed: (shown: UiAddress | null) => void): () => RunAddress {
  const known = new Map<RunAddress, UiAddress>();
  const tell = () => changed([...known.values()].at(-1) ?? null);
  return () => {
    const learn = (news: Partial<UiAddress>) => {
      known.set(run, { ...(known.get(run) ?? { address: null, state: null }), ...news });
      tell();
    };
    const run: RunAddress = {
      show: (address) => learn({ address }),
      showUnlessKnown: (address) => {
        if ((known.get(run)?.address ?? null) === null) learn({ address });
      },
      tellState: (state) => learn({ state }),
      hide: () => {
        if (known.delete(run)) tell();
      },
    };
    return run;
  };
}
