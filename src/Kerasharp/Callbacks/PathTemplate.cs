using System.Text;

namespace Kerasharp.Callbacks;

/// <summary>
/// The name of a file with places for numbers, as Python's <c>str.format</c> fills them: <c>model.{epoch:02d}-{val_loss:.2f}.safetensors</c>;
/// <c>{{</c> and <c>}}</c> stand for braces.
/// </summary>
internal sealed class PathTemplate
{
    private readonly string _text;
    private readonly List<(string Text, string? Name)> _parts = [];

    /// <summary>Reads a template.</summary>
    /// <exception cref="ArgumentException">Its braces do not hold together, or a form is none of a number.</exception>
    public PathTemplate(string text)
    {
        _text = text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                plain.Append(text[i]);
                continue;
            }
            if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                plain.Append(text[i++]);
                continue;
            }
            int end = text[i] == '{' ? text.IndexOf('}', i) : -1;
            if (end < 0)
                throw Refused($"a lone '{text[i]}'");
            _parts.Add((plain.ToString(), null));
            plain.Clear();
            AddPlace(text[(i + 1)..end]);
            i = end;
        }
        _parts.Add((plain.ToString(), null));
    }

    /// <summary>The name with numbers in their places.</summary>
    /// <param name="epoch">The epoch's number, from 1 on.</param>
    /// <param name="batch">The batch's number, from 1 on; null at the end of an epoch.</param>
    /// <param name="logs">The other numbers.</param>
    /// <exception cref="ArgumentException">A place's number is not there.</exception>
    public string Fill(int epoch, int? batch, Logs logs)
    {
        var text = new StringBuilder();
        foreach (var (part, name) in _parts)
            text.Append(
                name switch
                {
                    null => part,
                    "epoch" => PythonFormat.Format(epoch, part),
                    "batch" when batch is { } number => PythonFormat.Format(number, part),
                    _ when logs.TryGetValue(name, out double value) => PythonFormat.Format(value, part),
                    _ => throw new ArgumentException(
                        $"The file name '{_text}' asks for '{name}', which is not there; 'epoch'{(batch is null ? "" : ", 'batch'")} or one of {logs.Names} was expected. Use one of these."
                    ),
                }
            );
        return text.ToString();
    }

    private void AddPlace(string place)
    {
        int colon = place.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? place : place[..colon];
        string specification = colon < 0 ? "" : place[(colon + 1)..];
        if (name.Length == 0)
            throw Refused($"a place without a name, '{{{place}}}'");
        try
        {
            if (name is "epoch" or "batch")
                PythonFormat.Format(1, specification);
            else
                PythonFormat.Format(1.0, specification);
        }
        catch (FormatException error)
        {
            throw Refused($"'{{{place}}}', where {error.Message}");
        }
        _parts.Add((specification, name));
    }

    private ArgumentException Refused(string what) =>
        new(
            $"The file name '{_text}' came with {what}; places such as {{epoch:02d}} and {{val_loss:.2f}} were expected. Write braces that mean themselves twice."
        );
}
