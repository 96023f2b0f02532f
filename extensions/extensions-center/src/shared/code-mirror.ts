import { yaml } from '@codemirror/lang-yaml';
import { foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': {
    border: '1px solid var(--lb-border)',
    borderRadius: 'var(--lb-radius)',
    backgroundColor: 'var(--lb-surface)',
    color: 'var(--lb-text)',
    fontSize: '12px',
  },
  '&.cm-focused': { outline: '2px solid var(--lb-ring)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--lb-font-mono)', lineHeight: '18px' },
  '.cm-gutters': {
    borderInlineEnd: '1px solid var(--lb-border)',
    backgroundColor: 'var(--lb-surface-muted)',
    color: 'var(--lb-text-muted)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--lb-hover)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--lb-active)' },
  '.cm-cursor': { borderLeftColor: 'var(--lb-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklch, var(--lb-accent) 28%, transparent)',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--lb-accent-text)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--lb-info)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--lb-progress)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--lb-text-muted)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.meta], color: 'var(--lb-text-muted)' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--lb-warning)' },
]);

/** What every YAML editor and viewer of this extension has in common; `label` is its accessible name. */
export function yamlExtensions(label: string): Extension[] {
  // The page's content policy takes no style element without it.
  const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce;
  return [
    ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
    yaml(),
    lineNumbers(),
    foldGutter(),
    syntaxHighlighting(colours),
    theme,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
  ];
}
