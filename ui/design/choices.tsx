import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Option<Value extends string> {
  value: Value;
  title: string;
  detail?: ComponentChildren;
  icon?: LucideIcon;
}

interface ChoicesProps<Value extends string> {
  label: string;
  hint?: ComponentChildren;
  options: Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** Short options stand side by side where there is room. */
  side?: boolean;
  /** The label is read aloud but not shown. */
  labelHidden?: boolean;
}

/** One of a few, each with a sentence: radio buttons as cards. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset class="field">
      <legend class={props.labelHidden ? "sr-only" : undefined}>{props.label}</legend>
      {props.hint && <span class="hint">{props.hint}</span>}
      <div class={`choices${props.side ? " side" : ""}`}>
        {props.options.map(({ value, title, detail, icon: Icon }) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span class="grow">
              <span class="title">{title}</span>
              {detail && <span class="detail">{detail}</span>}
            </span>
            {Icon && <Icon class="icon" aria-hidden="true" />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface TickProps {
  label: ComponentChildren;
  detail?: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A box to tick, with its sentence. */
export function Tick({ label, detail, checked, onChange }: TickProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="grow">
        <span class="title">{label}</span>
        {detail && <span class="detail">{detail}</span>}
      </span>
    </label>
  );
}

interface SwitchProps {
  title: string;
  /** In a sentence: who will see what, and what cannot be undone. */
  sentence: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A setting that takes effect at once. The sentence is the consent. */
export function Switch({ title, sentence, checked, onChange }: SwitchProps) {
  const id = useId();
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        aria-describedby={`${id}-sentence`}
        aria-labelledby={`${id}-title`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="track" aria-hidden="true" />
      <span class="grow">
        <span class="title" id={`${id}-title`}>
          {title}
        </span>
        <span class="soft" id={`${id}-sentence`}>
          {sentence}
        </span>
      </span>
    </label>
  );
}

interface ChipsProps {
  label: string;
  hint?: ComponentChildren;
  options: { value: string; label: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  labelHidden?: boolean;
}

/** Any of many short words. */
export function Chips({ label, hint, options, chosen, onChange, labelHidden }: ChipsProps) {
  const toggle = (value: string) =>
    onChange(
      chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
    );
  return (
    <fieldset class="field">
      <legend class={labelHidden ? "sr-only" : undefined}>{label}</legend>
      {hint && <span class="hint">{hint}</span>}
      <div class="chips">
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            class="chip"
            aria-pressed={chosen.includes(option.value)}
            onClick={() => toggle(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
