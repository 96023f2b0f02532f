import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { unifiedMergeView } from '@codemirror/merge';
import { searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap } from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';
import { yamlExtensions } from '../shared/code-mirror.ts';
import './config.css';

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Its accessible name. */
  readonly label: string;
  /** Marks what is different from this. */
  readonly original?: string | undefined;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
}

/** YAML to be written, with its comments and colours. Tab leaves it, as it leaves any field. */
export default function YamlEditor({ value, onChange, label, original, invalid = false, describedBy }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent(onChange);
  const first = useEffectEvent(() => value);
  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first(),
        extensions: [
          ...yamlExtensions(label),
          history(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
          ...(original === undefined ? [] : [unifiedMergeView({ original, mergeControls: false, gutter: true })]),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, original]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const content = view.current?.contentDOM;
    if (content === undefined) return;
    if (invalid) content.setAttribute('aria-invalid', 'true');
    else content.removeAttribute('aria-invalid');
    if (describedBy === undefined) content.removeAttribute('aria-describedby');
    else content.setAttribute('aria-describedby', describedBy);
  }, [invalid, describedBy]);
  return <div ref={host} className="center-yaml config-editor" data-invalid={invalid || undefined} />;
}
