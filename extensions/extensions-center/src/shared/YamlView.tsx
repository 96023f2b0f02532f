import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { yamlExtensions } from './code-mirror.ts';

/** YAML to be read, with its comments and colours. */
export default function YamlView({ text, label }: { text: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [...yamlExtensions(label), EditorState.readOnly.of(true), EditorView.editable.of(true)],
      }),
    });
    return () => view.destroy();
  }, [text, label]);
  return <div ref={host} className="center-yaml" />;
}
