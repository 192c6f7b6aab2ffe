import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { words } from "./strings.ts";

interface FieldProps {
  label: string;
  /** One sentence under the label, before the control. */
  hint?: ComponentChildren;
  /** What is wrong and what to do. Shown and read aloud. */
  error?: string | null | undefined;
  optional?: boolean;
}

interface Ids {
  control: string;
  describedBy: string | undefined;
}

function useFieldIds({ hint, error }: FieldProps): Ids & { hint: string; error: string } {
  const control = useId();
  const ids = { hint: `${control}-hint`, error: `${control}-error` };
  const described = [hint ? ids.hint : "", error ? ids.error : ""].filter(Boolean).join(" ");
  return { control, describedBy: described || undefined, ...ids };
}

/** A label, a control, a hint and an error, tied together for screen readers. */
function Field(props: FieldProps & { control: (ids: Ids) => ComponentChildren }) {
  const ids = useFieldIds(props);
  return (
    <div class="field">
      <label for={ids.control}>
        {props.label}
        {props.optional && <span class="optional"> ({words.t("optional")})</span>}
      </label>
      {props.hint && (
        <span class="hint" id={ids.hint}>
          {props.hint}
        </span>
      )}
      {props.control(ids)}
      {props.error && (
        <span class="error" id={ids.error} role="alert">
          {props.error}
        </span>
      )}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "search" | "email" | "url" | "number" | "date" | "tel";
  attributes?: InputAttributes;
}

/** What else the browser's own input takes. */
type InputAttributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | "autoCapitalize"
  | "autoComplete"
  | "enterKeyHint"
  | "lang"
  | "max"
  | "maxLength"
  | "min"
  | "placeholder"
  | "required"
  | "spellcheck"
> & { inputMode?: "text" | "numeric" | "decimal" | "search" };

/** One line of text. */
export function TextField(props: TextFieldProps) {
  // Preact types its inputs by their `type`; ours is decided by the caller.
  const typed = { type: props.type ?? "text" } as InputHTMLAttributes<HTMLInputElement>;
  return (
    <Field
      {...props}
      control={(ids) => (
        <input
          dir="auto"
          {...props.attributes}
          {...typed}
          id={ids.control}
          value={props.value}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={ids.describedBy}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}

interface TextAreaProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  attributes?: Pick<
    TextareaHTMLAttributes<HTMLTextAreaElement>,
    "lang" | "maxLength" | "placeholder" | "required" | "rows" | "spellcheck"
  >;
}

/** Several lines; grows with what is written. */
export function TextArea(props: TextAreaProps) {
  return (
    <Field
      {...props}
      control={(ids) => (
        <textarea
          dir="auto"
          {...props.attributes}
          id={ids.control}
          value={props.value}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={ids.describedBy}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}

interface SelectFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}

/** One of many. For up to five, `Choices` is easier. */
export function SelectField(props: SelectFieldProps) {
  return (
    <Field
      {...props}
      control={(ids) => (
        <select
          id={ids.control}
          value={props.value}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={ids.describedBy}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}
