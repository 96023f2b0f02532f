/** A text in the languages of the product. `{name}` stands for a parameter of the problem. */
export interface Bilingual {
  en: string;
  zh: string;
}

/** One number of the catalogue. */
export interface Message {
  /** A few words, for lists. No parameters. */
  title: Bilingual;
  /** What happened, with the parameters of the case. */
  sentence: Bilingual;
  /** Why it happens. */
  cause: Bilingual;
  /** What to do. */
  cure: Bilingual;
}

export type Catalogue = Readonly<Record<string, Message>>;
