/** Program and arguments. */
export type Command = readonly string[];

export interface KillCommands {
  readonly writeA: Command;
  readonly writeB: Command;
  readonly recover: Command;
}

export interface KillFigures {
  /** Processes that were killed while they ran, and those that had ended before. */
  readonly kills: number;
  readonly tooLate: number;
  /** What the folder was after the next command. */
  readonly old: number;
  readonly new: number;
  readonly mixed: readonly { readonly kill: number; readonly state: string; readonly tree: string }[];
  /** What the kill left: a write before its commit, one after it, and of these how many with a mix of files. */
  readonly staged: number;
  readonly committed: number;
  readonly mixedBefore: number;
  readonly runMs: number;
  readonly writeMs: number;
}

export interface KillCampaign extends KillCommands {
  readonly outDir: string;
  readonly kills: number;
  readonly seed: number;
  readonly onKill?: (figures: KillFigures) => void;
}

export declare function bundleKillChild(folder: string): Promise<string>;
export declare function killChildCommands(bundle: string, outDir: string): KillCommands;
export declare function killCampaign(campaign: KillCampaign): Promise<KillFigures>;
export declare function reportFigures(figures: KillFigures, seed: number): string;
