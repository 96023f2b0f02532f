import { useEffect, useEffectEvent, useRef, useState } from 'react';

export interface TypedSearchOptions {
  /** Milliseconds without a key after which what was typed is told. Default: 200, since browsers limit how often the URL may change. */
  rest?: number;
}

/**
 * What is in a search field whose value lives elsewhere, such as in the URL: the field follows each key, `onRest` is
 * called a moment after the last one. Another `value`, as after going back, is taken over at once.
 *
 * @returns what is to be shown in the field, and what to call with each change of it
 */
export function useTypedSearch(
  value: string,
  onRest: (text: string) => void,
  { rest = 200 }: TypedSearchOptions = {},
): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(value);
  const told = useRef(value);
  // Pages draw themselves anew with every change of a list, which must not put off what was typed.
  const tell = useEffectEvent(() => {
    told.current = text;
    onRest(text);
  });
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(tell, rest);
    return () => clearTimeout(timer);
  }, [text, rest]);
  return [text, setText];
}
