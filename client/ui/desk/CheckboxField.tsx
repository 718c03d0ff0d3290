import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

type Props = {
  children: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
};

export function CheckboxField({ children, isSelected, onChange, isDisabled = false }: Props) {
  return (
    <Checkbox className="desk-checkbox" isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M4 10.5 8.5 15 16 5.5" />
      </svg>
      <span>{children}</span>
    </Checkbox>
  );
}
