/** Estimators and transformers: what makes the object that `transform` is called on; estimators are fitted first. */
export interface MlCase {
  /** Python, as the modules of pyspark.ml are imported by `preamble`. */
  readonly stage: string;
  readonly fits: boolean;
}

/** Rows that every case can be fitted on, with columns that may be null (`base`) and that may not (`strict`). */
export const preamble = `
from pyspark.ml import Pipeline
from pyspark.ml import classification, clustering, feature, fpm, recommendation, regression, tuning, evaluation
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructType, StructField, DoubleType, StringType, ArrayType, IntegerType, LongType, FloatType

def schema(nullable):
    return StructType([
        StructField("label", DoubleType(), nullable),
        StructField("features", VectorUDT(), nullable),
        StructField("text", StringType(), nullable),
        StructField("words", ArrayType(StringType(), nullable), nullable),
        StructField("num", DoubleType(), nullable),
        StructField("num2", DoubleType(), nullable),
        StructField("whole", IntegerType(), nullable),
        StructField("single", FloatType(), nullable),
        StructField("user", IntegerType(), nullable),
        StructField("item", IntegerType(), nullable),
        StructField("rating", FloatType(), nullable),
        StructField("censor", DoubleType(), nullable),
        StructField("many", ArrayType(LongType(), nullable), nullable),
    ])

rows = [
    (float(n % 2), Vectors.dense([float(n % 2), float(n % 3)]), "a b" if n % 2 else "c d", ["a", "b"] if n % 2 else ["c", "d"],
     float(n), float(n % 3), n, float(n), n % 3, n % 2, n + 1.0, 1.0, [n, 7])
    for n in range(6)
]
base = spark.createDataFrame(rows, schema(True))
strict = spark.createDataFrame(rows, schema(False))
`;

const fitted = (...stages: readonly string[]): readonly MlCase[] =>
  stages.map((stage) => ({ stage, fits: true }));

export const mlCases: readonly MlCase[] = [
  ...[
    `feature.Binarizer(threshold=0.5, inputCol="num", outputCol="o")`,
    `feature.Binarizer(threshold=0.5, inputCol="features", outputCol="o")`,
    `feature.Binarizer(thresholds=[0.5, 1.0], inputCols=["num", "num2"], outputCols=["o", "p"])`,
    `feature.Bucketizer(splits=[-1.0, 1.0, 100.0], inputCol="num", outputCol="o")`,
    `feature.Bucketizer(splits=[-1.0, 1.0, 100.0], inputCol="whole", outputCol="o")`,
    `feature.Bucketizer(splitsArray=[[-1.0, 1.0, 100.0], [-1.0, 1.0, 100.0]], inputCols=["num", "num2"], outputCols=["o", "p"])`,
    `feature.DCT(inputCol="features", outputCol="o")`,
    `feature.ElementwiseProduct(scalingVec=Vectors.dense([1.0, 2.0]), inputCol="features", outputCol="o")`,
    `feature.FeatureHasher(inputCols=["num", "text"], outputCol="o")`,
    `feature.HashingTF(inputCol="words", outputCol="o")`,
    `feature.IndexToString(inputCol="label", outputCol="o", labels=["x", "y"])`,
    `feature.Interaction(inputCols=["num", "whole"], outputCol="o")`,
    `feature.NGram(n=2, inputCol="words", outputCol="o")`,
    `feature.Normalizer(inputCol="features", outputCol="o")`,
    `feature.PolynomialExpansion(inputCol="features", outputCol="o")`,
    `feature.RegexTokenizer(inputCol="text", outputCol="o")`,
    `feature.StopWordsRemover(inputCol="words", outputCol="o")`,
    `feature.StopWordsRemover(inputCols=["words"], outputCols=["o"])`,
    `feature.Tokenizer(inputCol="text", outputCol="o")`,
    `feature.Tokenizer(inputCol="text").setOutputCol("o")`,
    `feature.VectorAssembler(inputCols=["num", "features"], outputCol="o")`,
    `feature.VectorSizeHint(inputCol="features", size=2)`,
    `feature.VectorSlicer(inputCol="features", outputCol="o", indices=[1])`,
    `feature.SQLTransformer(statement="SELECT num, num + 1 AS more FROM __THIS__")`,
    `feature.StringIndexerModel.from_labels(["a b", "c d"], inputCol="text", outputCol="o")`,
    `feature.CountVectorizerModel.from_vocabulary(["a", "b"], inputCol="words", outputCol="o")`,
  ].map((stage) => ({ stage, fits: false })),
  ...fitted(
    `feature.BucketedRandomProjectionLSH(inputCol="features", outputCol="o", bucketLength=2.0)`,
    `feature.ChiSqSelector(numTopFeatures=1, outputCol="o")`,
    `feature.CountVectorizer(inputCol="words", outputCol="o")`,
    `feature.IDF(inputCol="features", outputCol="o")`,
    `feature.Imputer(inputCol="num", outputCol="o")`,
    `feature.Imputer(inputCols=["num", "single", "whole"], outputCols=["o", "p", "q"])`,
    `feature.MaxAbsScaler(inputCol="features", outputCol="o")`,
    `feature.MinHashLSH(inputCol="features", outputCol="o")`,
    `feature.MinMaxScaler(inputCol="features", outputCol="o")`,
    `feature.OneHotEncoder(inputCols=["whole", "label"], outputCols=["o", "p"])`,
    `feature.OneHotEncoder(inputCol="label", outputCol="o")`,
    `feature.PCA(k=1, inputCol="features", outputCol="o")`,
    `feature.QuantileDiscretizer(numBuckets=2, inputCol="num", outputCol="o")`,
    `feature.QuantileDiscretizer(numBuckets=2, inputCols=["num", "whole"], outputCols=["o", "p"])`,
    `feature.RFormula(formula="label ~ num + text", featuresCol="f")`,
    `feature.RFormula(formula="num ~ num2", featuresCol="f", labelCol="l")`,
    `feature.RFormula(formula="text ~ num + num2", labelCol="l", featuresCol="f")`,
    `feature.RobustScaler(inputCol="features", outputCol="o")`,
    `feature.StandardScaler(inputCol="features", outputCol="o")`,
    `feature.StringIndexer(inputCol="text", outputCol="o")`,
    `feature.StringIndexer(inputCols=["text", "num"], outputCols=["o", "p"])`,
    `feature.TargetEncoder(inputCols=["label"], outputCols=["o"], labelCol="num", targetType="continuous")`,
    `feature.UnivariateFeatureSelector(outputCol="o").setFeatureType("continuous").setLabelType("categorical").setSelectionThreshold(1)`,
    `feature.VarianceThresholdSelector(outputCol="o", varianceThreshold=0.01)`,
    `feature.VectorIndexer(inputCol="features", outputCol="o")`,
    `feature.Word2Vec(vectorSize=2, minCount=0, inputCol="words", outputCol="o")`,
    `classification.DecisionTreeClassifier(maxDepth=1)`,
    `classification.DecisionTreeClassifier(maxDepth=1, leafCol="leaf")`,
    `classification.FMClassifier(maxIter=1)`,
    `classification.GBTClassifier(maxIter=1, maxDepth=1)`,
    `classification.LinearSVC(maxIter=1)`,
    `classification.LogisticRegression(maxIter=1)`,
    `classification.LogisticRegression(maxIter=1, predictionCol="p", probabilityCol="q", rawPredictionCol="")`,
    `classification.MultilayerPerceptronClassifier(layers=[2, 2], maxIter=1)`,
    `classification.NaiveBayes()`,
    `classification.OneVsRest(classifier=classification.LogisticRegression(maxIter=1))`,
    `classification.RandomForestClassifier(numTrees=1, maxDepth=1)`,
    `clustering.BisectingKMeans(k=2, maxIter=1)`,
    `clustering.GaussianMixture(k=2, maxIter=1)`,
    `clustering.KMeans(k=2, maxIter=1)`,
    `clustering.LDA(k=2, maxIter=1)`,
    `fpm.FPGrowth(itemsCol="words", minSupport=0.2)`,
    `fpm.FPGrowth(itemsCol="many", minSupport=0.2)`,
    `recommendation.ALS(maxIter=1, rank=1)`,
    `regression.AFTSurvivalRegression(labelCol="rating", censorCol="censor", maxIter=1)`,
    `regression.AFTSurvivalRegression(labelCol="rating", censorCol="censor", maxIter=1, quantilesCol="quantiles")`,
    `regression.DecisionTreeRegressor(maxDepth=1)`,
    `regression.DecisionTreeRegressor(maxDepth=1, varianceCol="variance")`,
    `regression.FMRegressor(maxIter=1)`,
    `regression.GBTRegressor(maxIter=1, maxDepth=1)`,
    `regression.GeneralizedLinearRegression(maxIter=1)`,
    `regression.GeneralizedLinearRegression(maxIter=1, linkPredictionCol="link")`,
    `regression.IsotonicRegression()`,
    `regression.LinearRegression(maxIter=1)`,
    `regression.RandomForestRegressor(numTrees=1, maxDepth=1)`,
    `Pipeline(stages=[feature.Tokenizer(inputCol="text", outputCol="t"), feature.HashingTF(inputCol="t", outputCol="f"), regression.LinearRegression(featuresCol="f", maxIter=1)])`,
    `tuning.TrainValidationSplit(estimator=regression.LinearRegression(maxIter=1), estimatorParamMaps=[{}], evaluator=evaluation.RegressionEvaluator())`,
    `tuning.CrossValidator(estimator=regression.LinearRegression(maxIter=1), estimatorParamMaps=[{}], evaluator=evaluation.RegressionEvaluator(), numFolds=2)`,
  ),
];
