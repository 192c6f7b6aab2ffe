import { Plus, Trash2 } from "lucide-preact";
import { Button, Card, IconButton, Notice, TextField } from "../../design/index.ts";
import { optionCharsMax, optionsMax } from "./proposal-draft.ts";
import { text } from "./strings.ts";

interface OptionsFieldProps {
  options: string[];
  onChange: (options: string[]) => void;
  error: boolean;
}

/** What people choose between. */
export function OptionsField({ options, onChange, error }: OptionsFieldProps) {
  return (
    <Card title={text.t("options.title")}>
      {options.map((option, i) => (
        <div key={i} class="row option-row">
          <TextField
            label={text.t("options.label", { number: String(i + 1) })}
            value={option}
            onInput={(value) => onChange(options.map((one, at) => (at === i ? value : one)))}
            attributes={{ maxLength: optionCharsMax }}
          />
          {options.length > 2 && (
            <IconButton
              icon={Trash2}
              label={text.t("options.remove", { number: String(i + 1) })}
              onClick={() => onChange(options.filter((_, at) => at !== i))}
            />
          )}
        </div>
      ))}
      {error && (
        <Notice tone="warn" live>
          {text.t("fault.options")}
        </Notice>
      )}
      {options.length < optionsMax && (
        <div>
          <Button icon={Plus} onClick={() => onChange([...options, ""])}>
            {text.t("options.add")}
          </Button>
        </div>
      )}
    </Card>
  );
}
