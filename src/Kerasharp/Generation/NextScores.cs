using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Generation;

/// <summary>What a model says of the token that follows, however it remembers those before.</summary>
internal abstract class NextScores(Model model)
{
    /// <summary>The form that suits a model.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    public static NextScores Of(Model model)
    {
        model.EnsureWeights();
        if (!model.IsBuilt)
            throw new ArgumentException(
                $"The model '{model.Name}' was to write before its inputs are known. Put an Input first, or fit it."
            );
        var (inputs, outputs) = (model.Inputs, model.OutputShapes());
        bool carries = model.Carried.Count > 0;
        var tokens = inputs[0].Shape;
        bool fits =
            (tokens.Rank == 2 || (tokens.Rank == 1 && inputs.Count > 1))
            && outputs[0].Rank <= 3
            && outputs[0].Rank >= 2
            && outputs.Count == inputs.Count
            && !(carries && inputs.Count > 1);
        for (int i = 1; fits && i < inputs.Count; i++)
            fits = inputs[i].Takes(outputs[i]) && inputs[i].Shape.Skip(1).All(d => d.IsKnown);
        if (!fits)
            throw new ArgumentException(
                $"The model '{model.Name}' takes {string.Join(", ", inputs.Select(i => i.Shape))} and gives {string.Join(", ", outputs)}; tokens (batch, time) and scores (batch, time, tokens) or (batch, tokens) were expected, and for each state an input and an output of one shape behind them. Bring it into such a form by new Model(inputs, outputs)."
            );
        if (tokens[0].IsKnown && tokens[0] != 1)
            throw new ArgumentException(
                $"The model '{model.Name}' takes batches of {tokens[0]}; batches of 1 were expected, for one text. Make the Input of one with BatchSize = 1 and give it this one's weights."
            );
        if (!carries && inputs.Count == 1)
            return new WindowScores(model, tokens[1], outputs[0]);
        if (tokens.Rank == 2 && tokens[1].IsKnown && tokens[1] != 1)
            throw new ArgumentException(
                $"The model '{model.Name}' keeps states and takes {tokens}, so many tokens at once; one at a time was expected. Give its Input a time of 1, or of -1."
            );
        return carries ? new StatefulScores(model) : new StepScores(model);
    }

    /// <summary>The model.</summary>
    protected Model Model => model;

    /// <summary>Refuses a prompt of a length that the model does not take.</summary>
    public virtual void Check(int length) { }

    /// <summary>Forgets the tokens before.</summary>
    public abstract void Begin();

    /// <summary>The scores of what follows tokens, which go on from those of the last call.</summary>
    public abstract float[] After(List<int> tokens);
}
