/** Values for the `{placeholders}` of a text. `count` also chooses between `key_one`, `key_few` … and `key_other`. */
export type TextValues = Record<string, string | number>;

export type Catalogue = Readonly<Record<string, string>>;

/** A key of a catalogue, without its plural ending. */
export type TextKey<T extends Catalogue> = WithoutPlural<Extract<keyof T, string>>;

type WithoutPlural<K extends string> = K extends `${infer Base}_one`
  ? Base
  : K extends `${infer Base}_other`
    ? Base
    : K;

export type Translate<K extends string> = (key: K, values?: TextValues) => string;

/** A key that is missing is shown as itself: visible, but harmless. */
export function createTranslator<K extends string>(locale: string, catalogue: Catalogue): Translate<K> {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);

  return (key, values) => {
    const text = catalogue[pluralKey(key, values)] ?? catalogue[`${key}_other`] ?? catalogue[key] ?? key;
    if (values === undefined) return text;
    return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name];
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? number.format(value) : value;
    });
  };

  function pluralKey(key: string, values: TextValues | undefined): string {
    return typeof values?.count === 'number' ? `${key}_${plural.select(values.count)}` : key;
  }
}
