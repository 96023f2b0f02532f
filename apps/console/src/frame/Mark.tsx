/** The product's mark: a carpenter's square that holds the tenon of a mortise joint. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg className="shell-mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path className="shell-mark-square" d="M3 3h6v12h12v6H3z" />
      <path className="shell-mark-tenon" d="M12 3h9v9h-4V8.5h-5z" />
    </svg>
  );
}
