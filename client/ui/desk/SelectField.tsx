import type { ReactNode } from 'react';
import { Button, FieldError, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';

type Props<Value extends string> = {
  label: string;
  options: readonly { value: Value; label: string; description?: string }[];
  /** null: nothing chosen yet, `placeholder` says so. */
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder: string;
  description?: ReactNode;
  error?: ReactNode;
  isDisabled?: boolean;
};

/** One of a few; what can be chosen says in a line what it means. */
export function SelectField<Value extends string>(props: Props<Value>) {
  const { label, options, value, onChange, placeholder, description, error, isDisabled = false } = props;
  return (
    <Select
      className="desk-field"
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
      placeholder={placeholder}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <Button className="desk-input desk-select">
        <SelectValue>{({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}</SelectValue>
        <svg className="desk-arrow" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M5 8 10 13 15 8" />
        </svg>
      </Button>
      {description ? (
        <Text slot="description" elementType="div" className="desk-note">
          {description}
        </Text>
      ) : null}
      {error !== undefined ? (
        <FieldError elementType="div" className="desk-wrong">
          {error}
        </FieldError>
      ) : null}
      <Popover className="desk-popover" offset={2}>
        <ListBox className="desk-options">
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="desk-option">
              {/* One name of both lines, as it is seen. */}
              <span>{option.label}</span>
              {option.description ? <span className="desk-note">{option.description}</span> : null}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
