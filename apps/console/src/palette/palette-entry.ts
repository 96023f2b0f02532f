/** One line of the command palette. */
export interface PaletteEntry {
  /** Stable, for "used recently": `page:acme/overview`. */
  id: string;
  kind: PaletteKind;
  title: string;
  /** Shown beside the title: the extension, or the place the page is in. */
  detail?: string;
  /** More words that find it. */
  keywords?: readonly string[];
  icon?: string;
  /** `mod+shift+r` */
  key?: string;
  /** Marks what is in force now, such as the current theme. */
  current?: boolean;
  /** Owner's name; chooses what is shown when the palette is narrowed to one extension. */
  extension?: string;
  /** The page that it leads to and nothing else: `acme/overview`. Several entries may name the same. */
  place?: string | undefined;
  run(): void;
  /** Keeps the palette open, narrowed to `extension`. */
  narrows?: boolean;
}

export const PALETTE_KINDS = ['page', 'command', 'quick', 'extension', 'appearance', 'help'] as const;
export type PaletteKind = (typeof PALETTE_KINDS)[number];
