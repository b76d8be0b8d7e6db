export interface DriftCampaign {
  /** The bundled program. */
  readonly cli: string;
  /** A folder that is made, for data and outputs. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  readonly onKill?: (figures: DriftFigures) => void;
}

export interface DriftFigures {
  readonly kills: number;
  /** Runs that ended before they were killed. */
  readonly tooLate: number;
  /** Kills that left at least one output of the run before. */
  readonly old: number;
  readonly new: number;
  /** Kills between the first output and the last. */
  readonly writing: number;
  /** What must not happen. */
  readonly wrong: readonly string[];
  readonly runMs: number;
  readonly writeMs: number;
}

export function killDriftCampaign(campaign: DriftCampaign): Promise<DriftFigures>;
