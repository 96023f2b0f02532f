import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** Milliseconds of rest after which what was typed goes into the URL. */
const REST = 200;

/**
 * What is in the search field. Cards follow each key; the URL a moment later, since browsers limit how often it may
 * change. Another URL, such as after going back, is taken over.
 */
export function useTypedSearch(value: string, onRest: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useEffectEvent(() => {
    sent.current = text;
    onRest(text);
  });
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(send, REST);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
