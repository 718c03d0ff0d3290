import { type CalendarDateTime, parseDateTime } from '@internationalized/date';
import type { ReactNode } from 'react';
import { DateField, DateInput, DateSegment, FieldError, Label, Text } from 'react-aria-components';

type Props = {
  label: string;
  /** Of Việt Nam's clock, "2026-11-22T14:05"; '': none. */
  value: string;
  /** Called with a whole moment, or '' once all of it is taken away. */
  onChange: (value: string) => void;
  description?: ReactNode;
  error?: ReactNode;
  isDisabled?: boolean;
};

/** A date and a time in the order and the words of the desk's language, whatever the browser's is: 22/11/2026, 14:05. */
export function MomentField({ label, value, onChange, description, error, isDisabled = false }: Props) {
  const wrong = error !== undefined && error !== null;
  return (
    <DateField
      className="desk-field"
      value={momentOf(value)}
      onChange={(moment) => onChange(moment === null ? '' : moment.toString().slice(0, 16))}
      granularity="minute"
      hourCycle={24}
      shouldForceLeadingZeros
      isInvalid={wrong}
      isDisabled={isDisabled}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <DateInput className="desk-input desk-moment">
        {(segment) => <DateSegment className="desk-moment-part" segment={segment} />}
      </DateInput>
      {description ? (
        <Text slot="description" elementType="div" className="desk-note">
          {description}
        </Text>
      ) : null}
      {wrong ? (
        <FieldError elementType="div" className="desk-wrong">
          {error}
        </FieldError>
      ) : null}
    </DateField>
  );
}

/** null for what is no moment: an address can be typed by hand. */
function momentOf(value: string): CalendarDateTime | null {
  try {
    return value === '' ? null : parseDateTime(value);
  } catch {
    return null;
  }
}
