import { Button } from '../../ui/desk/Button.tsx';

type Props = {
  /** The key that does the same, as `keys.ts` has it. */
  hotkey: string;
  children: string;
  onPress: () => void;
  isDisabled?: boolean;
  kind?: 'primary' | 'plain';
};

/** An act with the key that does it. */
export const ActButton = ({ hotkey, children, onPress, isDisabled = false, kind = 'plain' }: Props) => (
  <span className="act">
    <Button kind={kind} onPress={onPress} isDisabled={isDisabled} data-key={hotkey}>
      <span className="act__word">{children}</span>
      <span className="key">{hotkey.toUpperCase()}</span>
    </Button>
  </span>
);
