using Kerasharp.Training;

namespace Kerasharp;

public partial class Model
{
    /// <summary>What Compile decided; null before.</summary>
    internal Trainer? CompiledTrainer => _trainer;
}
