using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Activations;

public sealed partial class ActivationFunction
{
    /// <summary>As Keras writes it: by name. A function of one's own must be registered, since code is not written to files.</summary>
    internal JsonNode Serialize() =>
        ActivationNames.Find(Name) == this || CustomObjects.Activation(Name) == this
            ? Name
            : throw new NotSupportedException(
                $"The activation '{Name}' is a function of one's own, which cannot be written to a file. Give it a name and register it: CustomObjects.Register(new ActivationFunction(\"name\", f))."
            );

    /// <summary>The activation of a name, or of an object in whose configuration the name stands.</summary>
    internal static ActivationFunction Deserialize(JsonNode node)
    {
        string name = node is JsonObject o
            ? (o["config"] ?? o["class_name"])!.GetValue<string>()
            : node.GetValue<string>();
        return CustomObjects.Activation(name) ?? FromName(name);
    }
}
