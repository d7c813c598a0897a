namespace Course;

/// <summary>The lessons of the course, in order; each runs by itself, and on little data if wished.</summary>
internal static class Lessons
{
    public static readonly (string Number, string Title, Action<bool> Run)[] All =
    [
        ("01", "a perceptron by hand and by Fit: rooms against prices", Perceptron.Run),
        ("02", "iris: what standardising inputs does", StandardisedInputs.Run),
        ("03", "LeNet on handwritten digits", LeNet.Run),
        ("04", "a convolutional network on CIFAR-10, and its errors", CifarErrors.Run),
        ("05", "skip connections against none", SkipConnections.Run),
        ("06", "pre-training by an autoencoder, fine-tuning with few labels", FewLabels.Run),
        ("07", "looking inside: filters and feature maps", LookingInside.Run),
        ("08", "early stopping, and the weights of the best epoch", StoppingEarly.Run),
        ("09", "L2 and dropout against learning by heart", Overfitting.Run),
        ("10", "optimizers compared on one problem", ComparingOptimizers.Run),
        ("11", "schedules, and how stochastic gradient descent converges", Schedules.Run),
        ("12", "image augmentation against learning by heart", Augmentation.Run),
        ("13", "stop and resume, bit for bit", StopAndResume.Run),
        ("14", "from a CSV file to a trained model and a report", TableToModel.Run),
        (
            "15",
            "convolutions and recurrent networks on short series, chosen by cross-validation",
            SeriesClassifiers.Run
        ),
        ("16", "forecasts against saying that all stays as it is", Forecasting.Run),
        ("17", "praise or blame: an LSTM both ways, then attention", Sentiment.Run),
        ("18", "attention by hand, and its masks", AttentionByHand.Run),
        ("19", "a transformer that writes Tiny Shakespeare", ShakespeareTransformer.Run),
        ("20", "vanishing gradients seen: a simple recurrent layer against an LSTM", VanishingGradients.Run),
    ];
}
