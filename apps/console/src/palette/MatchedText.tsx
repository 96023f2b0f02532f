/** A text with the letters marked that the query was found by. */
export function MatchedText({ text, positions }: { text: string; positions: readonly number[] }) {
  if (positions.length === 0) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {runsOf(text, positions).map((run) =>
        run.matched ? (
          <mark key={run.at} className="shell-match">
            {run.text}
          </mark>
        ) : (
          <span key={run.at}>{run.text}</span>
        ),
      )}
    </bdi>
  );
}

function runsOf(text: string, positions: readonly number[]) {
  const runs: { at: number; text: string; matched: boolean }[] = [];
  const marked = new Set(positions);
  for (let at = 0; at < text.length; at++) {
    const matched = marked.has(at);
    const run = runs.at(-1);
    if (run?.matched === matched) run.text += text[at];
    else runs.push({ at, text: text[at]!, matched });
  }
  return runs;
}
