/** One line of a menu of the frame. */
export type MenuEntry =
  | { kind: 'heading'; key: string; label: string }
  | { kind: 'separator'; key: string }
  | {
      kind: 'item';
      key: string;
      label: string;
      detail?: string;
      icon?: string;
      /** `mod+k` */
      keys?: string;
      /** Of several, this one is in force. */
      checked?: boolean;
      href?: string;
      onSelect(): void;
    };
