export interface InspectedPanel {
  readonly title: string;
  readonly text: string;
  readonly hasAlert: boolean;
  readonly rows: number;
  readonly colouredPixels: number | undefined;
  readonly words: readonly string[];
}

export function watchCanvases(): void;
export function inspectPanels(): InspectedPanel[];
export function findOverlaps(): { readonly found: readonly string[]; readonly boxes: number };
export function unfold(): void;
export function untilQuiet(): Promise<void>;
export function scrollThrough(): Promise<void>;
