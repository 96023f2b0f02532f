import type { PendingProps } from './kernel-components.ts';
import { useWords } from './words.ts';

/** Above content that holds unsaved work while a newer version waits. */
export function PendingBar({ version, message, canSave, onUpdate }: PendingProps) {
  const words = useWords();
  return (
    <div className="lb-pending" role="status">
      <span>
        {words.updateReady(version)} {message}
      </span>
      {canSave && (
        <button
          type="button"
          className="lb-button lb-button-secondary lb-button-sm"
          onClick={() => onUpdate({ save: true })}
        >
          {words.saveAndUpdate}
        </button>
      )}
      <button
        type="button"
        className="lb-button lb-button-secondary lb-button-sm"
        onClick={() => onUpdate({ save: false })}
      >
        {words.updateNow}
      </button>
    </div>
  );
}
